"""python -m agencies serve | work | migrate | verify"""

from agencies.service import SERVICE
from kit.process import main

main(SERVICE)
