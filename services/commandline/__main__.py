"""rongrian verify | republish | rebuild | parked | day"""

import sys

from commandline.app import main

sys.exit(main())
