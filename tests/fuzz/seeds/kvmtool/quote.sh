lkvm run --rng "
