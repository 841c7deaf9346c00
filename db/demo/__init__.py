"""An invented programme of the true size, for whoever wants to see the product filled before entering a thing."""
