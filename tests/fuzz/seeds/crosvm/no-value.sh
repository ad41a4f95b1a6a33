crosvm run --block
