FIRECRACKER=firecracker
sudo "$FIRECRACKER" --no-api --config-file "$1" --level Debug
