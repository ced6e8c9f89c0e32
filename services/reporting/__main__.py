"""python -m reporting serve | work | migrate | verify | republish | rebuild | parked"""

from kit.process import main
from reporting.service import SERVICE

main(SERVICE)
