"""python -m reporting serve | work | migrate | verify | republish | parked"""

from kit.process import main
from reporting.service import SERVICE

main(SERVICE)
