"""`qedtex sync`: derivations filled into notes between two comments, and everything else left as it is."""
