package io.cohort.bench;

import io.cohort.engine.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** For gangs that keep nothing. */
final class NoArtifacts implements ArtifactStore {

    @Override
    public Draft begin(String path) throws IOException {
        throw new IOException("a benchmark keeps no files, and so not " + path);
    }

    @Override
    public InputStream open(String path) throws IOException {
        throw new NoSuchFileException(path);
    }

    @Override
    public List<String> list(String path) {
        return List.of();
    }

    @Override
    public void delete(String path) {
        // There is nothing.
    }
}
