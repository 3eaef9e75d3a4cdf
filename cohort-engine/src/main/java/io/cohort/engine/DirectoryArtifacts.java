package io.cohort.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of a run in a directory of this host: what the launcher keeps behind every worker's {@link ArtifactStore}.
 *
 * <p>A draft grows in a hidden directory below the root ({@code .draft-…}); its files are forced to disk, then it is renamed into
 * place and the rename itself is forced. What drafts of an earlier process left behind is swept away before the first new one.
 *
 * <p>Threading: safe for several threads, as long as each draft stays with one. Errors: {@link IOException} for paths that lead out of
 * the root, too.
 */
public final class DirectoryArtifacts implements ArtifactStore {

    private static final String DRAFT = ".draft-";

    private final Path root;
    private final Disk disk;
    private boolean swept;

    /** Nothing is touched before the first draft. */
    public DirectoryArtifacts(Path root) {
        this(root, new Disk());
    }

    /** On a disk of one's own, whose every step may fail. */
    DirectoryArtifacts(Path root, Disk disk) {
        this.root = root.toAbsolutePath().normalize();
        this.disk = disk;
    }

    @Override
    public Draft begin(String path) throws IOException {
        Path target = inside(path);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString(), null, "exists already; artifacts are written once");
        }
        disk.makeDirectories(root);
        sweepOnce();
        Path draft = root.resolve(DRAFT + UUID.randomUUID());
        disk.makeDirectories(draft);
        return new DirectoryDraft(disk, target, draft);
    }

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(inside(path));
    }

    @Override
    public List<String> list(String path) throws IOException {
        Path directory = path.isEmpty() ? root : inside(path);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(p -> p.getFileName().toString())
                    .filter(name -> !name.startsWith(DRAFT))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Path target = inside(path);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Path doomed = root.resolve(DRAFT + UUID.randomUUID());
            disk.rename(target, doomed);
            // Else a crash could bring the old name back with half of its files.
            disk.forceDirectory(root);
            deleteTree(disk, doomed);
        }
    }

    private synchronized void sweepOnce() throws IOException {
        if (swept) {
            return;
        }
        swept = true;
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, DRAFT + "*")) {
            for (Path leftover : leftovers) {
                deleteTree(disk, leftover);
            }
        }
    }

    private Path inside(String path) throws IOException {
        try {
            Path relative = Path.of(path);
            boolean plain = !path.isEmpty() && !relative.isAbsolute() && path.indexOf('\\') < 0;
            for (Path name : relative) {
                String text = name.toString();
                plain &= !text.equals("..") && !text.equals(".") && !text.isEmpty() && !text.startsWith(DRAFT);
            }
            if (plain) {
                return root.resolve(relative);
            }
        } catch (InvalidPathException e) {
            throw new IOException("artifact path '" + path + "': " + e.getReason(), e);
        }
        throw new IOException("artifact path '" + path + "': must be relative, with /, and stay inside the run");
    }

    private static void deleteTree(Disk disk, Path tree) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(tree)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            disk.delete(path);
        }
    }

    private static final class DirectoryDraft implements Draft {
        private final Disk disk;
        private final Path target;
        private final Path directory;
        private @Nullable ForcedFile file;
        private boolean open = true;

        DirectoryDraft(Disk disk, Path target, Path directory) {
            this.disk = disk;
            this.target = target;
            this.directory = directory;
        }

        @Override
        public WritableByteChannel create(String name) throws IOException {
            refuseOpenFile();
            if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
                throw new IOException(
                        "artifact file '" + name + "': must be a plain name that does not begin with a dot");
            }
            file = new ForcedFile(disk, disk.create(directory.resolve(name)), target.resolve(name));
            return file;
        }

        @Override
        public void commit() throws IOException {
            refuseOpenFile();
            disk.forceDirectory(directory);
            Path parent = target.getParent();
            if (parent != null) {
                disk.makeDirectories(parent);
            }
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(target.toString(), null, "was written by another draft meanwhile");
            }
            disk.rename(directory, target);
            open = false;
            if (parent != null) {
                disk.forceDirectory(parent);
            }
        }

        @Override
        public void close() throws IOException {
            if (open) {
                open = false;
                if (file != null) {
                    file.channel.close();
                }
                deleteTree(disk, directory);
            }
        }

        private void refuseOpenFile() throws IOException {
            if (!open) {
                throw new IOException("the draft of " + target + " is committed or closed already");
            }
            if (file != null && file.isOpen()) {
                throw new IOException("a file of the draft of " + target + " is still open; close it first");
            }
        }
    }

    /**
     * A file whose bytes are on disk once it is closed.
     *
     * @param name what it will be called once it is committed; a full disk is reported with it
     */
    private record ForcedFile(Disk disk, FileChannel channel, Path name) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) throws IOException {
            try {
                return disk.write(channel, source);
            } catch (IOException e) {
                throw named(e);
            }
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                try (channel) {
                    disk.force(channel);
                } catch (IOException e) {
                    throw named(e);
                }
            }
        }

        private IOException named(IOException e) {
            IOException named = new FileSystemException(name.toString(), null, e.getMessage());
            named.initCause(e);
            return named;
        }
    }
}
