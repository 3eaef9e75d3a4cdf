package io.cohort.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Files of a run in a directory of this host: what the launcher keeps behind every worker's {@link ArtifactStore}. */
public final class DirectoryArtifacts implements ArtifactStore {

    private final Path root;

    public DirectoryArtifacts(Path root) {
        this.root = root;
    }

    @Override
    public Draft begin(String path) throws IOException {
        throw new UnsupportedOperationException(root.toString());
    }

    @Override
    public InputStream open(String path) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> list(String path) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String path) throws IOException {
        throw new UnsupportedOperationException();
    }
}
