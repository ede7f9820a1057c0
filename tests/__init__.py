"""The tests of WeSaid; a package, so that none of its folders can shadow a library."""
