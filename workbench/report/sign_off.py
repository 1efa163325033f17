"""Where a sign-off was found before it moved to what every part of the workbench shares."""

from workbench.core.sign_off import SignOff

__all__ = ["SignOff"]
