"""Reading a report's file back: what is printed in it, block by block. One file a format."""
