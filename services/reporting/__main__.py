"""python -m reporting serve | work | migrate | verify"""

from kit.process import main
from reporting.service import SERVICE

main(SERVICE)
