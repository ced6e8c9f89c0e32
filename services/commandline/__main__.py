"""rongrian verify | republish | parked | day"""

import sys

from commandline.app import main

sys.exit(main())
