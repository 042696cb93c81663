"""Faces and number plates in photographs, made unrecognisable before anything is kept.

Found by the detectors that come with OpenCV and, for Chinese plates, by colour and shape. What
they miss stays visible: whoever takes a photograph is told so.
"""

from hejie.blurring.photographs import Blurred, blur

__all__ = ["Blurred", "blur"]
