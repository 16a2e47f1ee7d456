"""One module for each sort of file. Each reads a file into sightings, and tells what it could not read."""
