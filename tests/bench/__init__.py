"""What the gateway does in a second, beside what the hardware and its libraries could do at most.

`make bench` runs it. Nothing here is a test: a figure is printed, not judged.
"""
