lkvm run --rng -d
