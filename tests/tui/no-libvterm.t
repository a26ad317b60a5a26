echo "1..0 # SKIP no screen tests without libvterm (apt install libvterm-dev)"
