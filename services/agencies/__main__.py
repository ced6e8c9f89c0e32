"""python -m agencies serve | work | migrate | verify | republish | rebuild | parked"""

from agencies.service import SERVICE
from kit.process import main

main(SERVICE)
