package io.cohort.comm.internal.gloo;

import io.cohort.comm.internal.wire.Meeting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.ByteVector;
import org.bytedeco.pytorch.FileStore;
import org.bytedeco.pytorch.StringVector;

/**
 * Where Gloo's ranks meet, without anything that listens: each rank has a file of its own, and what it writes there is carried into the others' files
 * over the rendezvous, round by round. libtorch's store over sockets would listen on every address and asks nobody who he is.
 *
 * <p>Good for keys that one rank writes once, and no others are written while a group opens.
 * <p>Threading: one thread; native code may use the file meanwhile.
 */
final class MirroredStore {

    private final Meeting meeting;
    private final String prefix;
    private final FileStore file;
    private final Set<String> carried = new HashSet<>();
    private int rounds;

    /** @param prefix of the keys that are carried */
    MirroredStore(Meeting meeting, String prefix) {
        this.meeting = meeting;
        this.prefix = prefix;
        this.file = new FileStore(newFile(), 1);
    }

    /** This rank's file. Whoever uses it closes it: libtorch deletes it then, and a JVM that ends before that here. */
    FileStore file() {
        return file;
    }

    /** Only its owner may read it. */
    private static String newFile() {
        try {
            Path file = Files.createTempFile("cohort-gloo-", ".store");
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Gloo's ranks cannot meet in a file of the temporary directory", e);
        }
    }

    /**
     * Carries what is new since the last round. All ranks do as many rounds.
     *
     * @param done whether this rank needs no more
     * @return whether none does
     */
    boolean round(boolean done) {
        List<byte[]> told = meeting.exchange("gloo-store-" + rounds++, news(done));
        boolean allDone = true;
        for (byte[] news : told) {
            allDone &= take(news);
        }
        return allDone;
    }

    private byte[] news(boolean done) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes);
                StringVector keys = file.listKeys()) {
            out.writeBoolean(done);
            for (long i = 0; i < keys.size(); i++) {
                String key = text(keys, i);
                if (key.startsWith(prefix) && carried.add(key)) {
                    byte[] value = read(key);
                    out.writeUTF(key);
                    out.writeInt(value.length);
                    out.write(value);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static String text(StringVector keys, long at) {
        try (BytePointer key = keys.get(at)) {
            return key.getString();
        }
    }

    private boolean take(byte[] news) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(news))) {
            boolean done = in.readBoolean();
            while (in.available() > 0) {
                String key = in.readUTF();
                byte[] value = in.readNBytes(in.readInt());
                if (carried.add(key)) {
                    write(key, value);
                }
            }
            return done;
        } catch (IOException e) {
            throw new IllegalStateException("a rank sent what is no part of a store", e);
        }
    }

    private byte[] read(String key) {
        try (ByteVector vector = file.get(key)) {
            return vector.get();
        }
    }

    private void write(String key, byte[] value) {
        try (BytePointer name = new BytePointer(key);
                ByteVector vector = new ByteVector(value)) {
            file.set(name, vector);
        }
    }
}
