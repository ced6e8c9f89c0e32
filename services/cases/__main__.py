"""python -m cases serve | work | migrate | verify | republish | rebuild | parked"""

from cases.service import SERVICE
from kit.process import main

main(SERVICE)
