package io.cohort.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
    private boolean swept;

    /** Nothing is touched before the first draft. */
    public DirectoryArtifacts(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Draft begin(String path) throws IOException {
        Path target = inside(path);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString(), null, "exists already; artifacts are written once");
        }
        Files.createDirectories(root);
        sweepOnce();
        return new DirectoryDraft(target, Files.createDirectory(root.resolve(DRAFT + UUID.randomUUID())));
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
            Files.move(target, doomed, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(doomed);
        }
    }

    private synchronized void sweepOnce() throws IOException {
        if (swept) {
            return;
        }
        swept = true;
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, DRAFT + "*")) {
            for (Path leftover : leftovers) {
                deleteTree(leftover);
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

    private static void deleteTree(Path tree) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(tree)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    /** Makes a rename or a new name in a directory survive a crash. */
    private static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static final class DirectoryDraft implements Draft {
        private final Path target;
        private final Path directory;
        private @Nullable ForcedFile file;
        private boolean open = true;

        DirectoryDraft(Path target, Path directory) {
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
            file = new ForcedFile(
                    FileChannel.open(directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            return file;
        }

        @Override
        public void commit() throws IOException {
            refuseOpenFile();
            forceDirectory(directory);
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(target.toString(), null, "was written by another draft meanwhile");
            }
            Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
            open = false;
            if (parent != null) {
                forceDirectory(parent);
            }
        }

        @Override
        public void close() throws IOException {
            if (open) {
                open = false;
                if (file != null) {
                    file.channel.close();
                }
                deleteTree(directory);
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

    /** A file whose bytes are on disk once it is closed. */
    private record ForcedFile(FileChannel channel) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) throws IOException {
            return channel.write(source);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                try (channel) {
                    channel.force(true);
                }
            }
        }
    }
}
