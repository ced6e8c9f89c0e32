"""python -m deadlines serve | work | migrate | verify | republish | rebuild | parked"""

from deadlines.service import SERVICE
from kit.process import main

main(SERVICE)
