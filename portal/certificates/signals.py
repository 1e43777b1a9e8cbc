"""What the register tells the rest of the house; `flow` is the only receiver."""

from django.dispatch import Signal

#: sender=Certificate, certificate (the new one, stored and read back), former.
reissued = Signal()
#: sender=Certificate, certificate, line (RegisterEntry): its holder is to be told.
turned = Signal()
