crosvm run --protected-vm \
	--unprotected-vm-with-firmware fw Image
