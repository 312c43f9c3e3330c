package dev.finetuning.journal.file;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a dump of this JVM's heap says about classes. The format is described in the JDK's {@code heapDumper.cpp}. */
public final class HeapDump {
    private static final int TEXT = 0x01;
    private static final int LOADED_CLASS = 0x02;
    private static final int SHORT_ID = 4;

    private HeapDump() {}

    /** How many class loaders hold a class of that name, after a full collection. */
    public static int loaders(Class<?> type, Path folder) throws IOException {
        Path file = folder.resolve("heap-" + System.nanoTime() + ".hprof");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            return count(in, type.getName().replace('.', '/'));
        } finally {
            Files.delete(file);
        }
    }

    private static int count(DataInputStream in, String name) throws IOException {
        while (in.readByte() != 0) {
            // the name of the format
        }
        int idLength = in.readInt();
        in.readLong();
        Map<Long, Boolean> texts = new HashMap<>();
        int found = 0;
        while (true) {
            int tag;
            try {
                tag = in.readUnsignedByte();
            } catch (EOFException end) {
                return found;
            }
            in.readInt();
            long length = Integer.toUnsignedLong(in.readInt());
            if (tag == TEXT) {
                long id = id(in, idLength);
                byte[] text = in.readNBytes((int) length - idLength);
                texts.put(id, new String(text, StandardCharsets.UTF_8).equals(name));
            } else if (tag == LOADED_CLASS) {
                in.readInt();
                id(in, idLength);
                in.readInt();
                found += texts.getOrDefault(id(in, idLength), false) ? 1 : 0;
            } else {
                in.skipNBytes(length);
            }
        }
    }

    private static long id(DataInputStream in, int length) throws IOException {
        return length == SHORT_ID ? in.readInt() : in.readLong();
    }
}
