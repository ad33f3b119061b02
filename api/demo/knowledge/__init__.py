"""What Pinewell, the demo's product, knows about itself: the answer of `business-rules`."""
