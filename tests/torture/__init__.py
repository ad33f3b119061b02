"""Breaking things on purpose, and looking whether anything acknowledged was lost or done twice.

`make torture SECONDS=60` runs many clients against real gateways while they, and their database,
are killed; a checker then compares what the clients were told with what is on record.
"""
