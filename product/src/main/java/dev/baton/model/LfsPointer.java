package dev.baton.model;

/**
 * What a file of Git LFS is in the repository.
 *
 * @param oid SHA-256 of the content, in hexadecimal
 * @param size of the content
 */
public record LfsPointer(String oid, long size) {}
