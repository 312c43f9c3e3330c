package dev.finetuning.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Contents that exist in memory only, for tests. Thread-safe. */
public final class InMemoryContentStore implements ContentStore {
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    /** An empty store. */
    public InMemoryContentStore() {}

    @Override
    public void put(String name, ContentSource content) {
        ContentStore.checkName(name);
        try (InputStream bytes = content.open()) {
            contents.put(name, bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the content to store as " + name, e);
        }
    }

    @Override
    public byte[] read(String name, long offset, int limit) {
        ContentStore.checkName(name);
        ContentStore.checkRange(offset, limit);
        byte[] bytes = contents.get(name);
        if (bytes == null) {
            throw new ContentLostException(name, "there is none", null);
        }
        int from = (int) Math.min(offset, bytes.length);
        return Arrays.copyOfRange(bytes, from, from + Math.min(limit, bytes.length - from));
    }

    @Override
    public void remove(String name) {
        contents.remove(ContentStore.checkName(name));
    }
}
