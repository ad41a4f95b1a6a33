lkvm run --rng
lkvm run --balloon
