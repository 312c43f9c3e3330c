package dev.finetuning.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every content store must do. A store's own test extends this and says how to open the store; opening it twice
 * must reach the same contents.
 */
public abstract class ContentStoreContractTest {
    private static final int LARGE = 2_500_000;

    private ContentStore store;

    /** Opens the store, which every test finds empty when it opens it first. */
    protected abstract ContentStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] whole(ContentStore store, String name, int limit) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] piece = store.read(name, 0, limit); piece.length > 0; ) {
            assertThat(piece.length).isLessThanOrEqualTo(limit);
            whole.writeBytes(piece);
            piece = store.read(name, whole.size(), limit);
        }
        return whole.toByteArray();
    }

    @Test
    void put_largeContent_isReadBackInPiecesByAnyOpening() throws Exception {
        byte[] content = bytes(1, LARGE);

        store.put("run-1-train.jsonl", ContentSource.of(content));

        assertThat(whole(store, "run-1-train.jsonl", 700_001)).isEqualTo(content);
        assertThat(whole(open(), "run-1-train.jsonl", 1 << 20)).isEqualTo(content);
        assertThat(store.read("run-1-train.jsonl", LARGE - 3, 100))
                .containsExactly(content[LARGE - 3], content[LARGE - 2], content[LARGE - 1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 2 << 20})
    void put_sizesAroundAPiece_areReadBack(int size) {
        byte[] content = bytes(size, size);

        store.put("a", ContentSource.of(content));

        assertThat(whole(store, "a", 1 << 20)).isEqualTo(content);
        assertThat(store.read("a", size, 1)).isEmpty();
        assertThat(store.read("a", size + 5_000_000L, 1)).isEmpty();
    }

    @Test
    void put_emptyContent_isThereAndEmpty() {
        store.put("empty", ContentSource.of(new byte[0]));

        assertThat(store.read("empty", 0, 10)).isEmpty();
    }

    @Test
    void put_sameNameAgain_replacesAll() {
        store.put("a", ContentSource.of(bytes(1, LARGE)));
        store.put("a", ContentSource.of(bytes(2, 10)));

        assertThat(whole(store, "a", 1000)).isEqualTo(bytes(2, 10));
    }

    @Test
    void put_contentThatCannotBeRead_leavesWhatWasThere() {
        store.put("there", ContentSource.of(bytes(1, 10)));

        for (String name : List.of("there", "new")) {
            assertThatThrownBy(() -> store.put(name, new Broken())).isInstanceOf(UncheckedIOException.class);
        }

        assertThat(whole(store, "there", 1000)).isEqualTo(bytes(1, 10));
        assertThatThrownBy(() -> store.read("new", 0, 1)).isInstanceOf(ContentLostException.class);
    }

    @Test
    void read_contentThatIsNotThere_isLostByName() {
        assertThatThrownBy(() -> store.read("nothing", 0, 10))
                .isInstanceOfSatisfying(
                        ContentLostException.class,
                        lost -> assertThat(lost.name()).isEqualTo("nothing"));
    }

    @Test
    void remove_content_isGoneAndTheOthersStay() {
        store.put("a", ContentSource.of(bytes(1, LARGE)));
        store.put("a.b", ContentSource.of(bytes(2, 10)));

        store.remove("a");
        store.remove("a");
        store.remove("never-there");

        assertThatThrownBy(() -> store.read("a", 0, 10)).isInstanceOf(ContentLostException.class);
        assertThat(whole(store, "a.b", 10)).isEqualTo(bytes(2, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "a/b", "a\\b", ".hidden", "-a", "A", "a b", "a\0", "ä", "a\n"})
    void names_thatMayBeMoreThanAName_areRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(name, ContentSource.of(new byte[1])));
        assertThatIllegalArgumentException().isThrownBy(() -> store.read(name, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(name));
    }

    @Test
    void names_asLongAsAllowed_areTaken() {
        String longest = "a".repeat(ContentStore.MAX_NAME);
        store.put(longest, ContentSource.of(bytes(1, 3)));

        assertThat(whole(store, longest, 10)).isEqualTo(bytes(1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(longest + "a"));
    }

    @Test
    void read_rangeThatIsNone_isRefused() {
        store.put("a", ContentSource.of(bytes(1, 3)));

        assertThatIllegalArgumentException().isThrownBy(() -> store.read("a", -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.read("a", 0, 0));
    }

    @Test
    void put_manyAtOnce_storesEachAsAWhole() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> puts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int seed = i;
                ContentStore opened = open();
                puts.add(() -> {
                    opened.put("own-" + seed, ContentSource.of(bytes(seed, 10_000)));
                    opened.put("shared", ContentSource.of(bytes(seed, 10_000)));
                    return null;
                });
            }
            for (Future<Void> put : threads.invokeAll(puts)) {
                put.get();
            }
        } finally {
            threads.shutdownNow();
        }

        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(bytes(i, 10_000));
            assertThat(whole(store, "own-" + i, 1 << 20)).isEqualTo(all.get(i));
        }
        byte[] shared = whole(store, "shared", 1 << 20);
        assertThat(all).anySatisfy(one -> assertThat(one).isEqualTo(shared));
    }

    /** Breaks off when two pieces are read. */
    private static final class Broken implements ContentSource {
        @Override
        public long size() {
            return LARGE;
        }

        @Override
        public InputStream open() {
            return new SequenceInputStream(new ByteArrayInputStream(new byte[2 << 20]), new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("the disk broke");
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return read();
                }
            });
        }
    }
}
