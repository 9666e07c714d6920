"""JSON over HTTP. Views parse, call and return; everything else is below them."""
