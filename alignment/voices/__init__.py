"""Both directions: what leadership asks of forums, and what parties and the public propose to them."""
