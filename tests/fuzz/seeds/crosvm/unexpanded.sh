"$CROSVM" run "$@" --no-rng --no-balloon \
	--block "$DISK" --serial "hardware=$HW" --cfg vm.json Image
