package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import java.io.File;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library in a class loader of its own, as an application server loads it. */
class ClassLoaderTest {
    @TempDir
    Path folder;

    @Test
    void classLoader_whoseJournalWasClosed_isCollected() throws Exception {
        WeakReference<ClassLoader> loader = useAndClose();

        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            System.runFinalization();
        }

        assertThat(loader.get())
                .as("nothing in the JVM refers to a closed journal's classes")
                .isNull();
    }

    @Test
    void classLoader_whoseJournalWasClosed_isNotInAHeapDumpAfterwards() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Held.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("held by 2, then by 1\n");
    }

    /** Counts who holds the journal's class in a heap of its own, while another class loader uses it and afterwards. */
    static final class Held {
        private Held() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            int before = useAndCount(folder);
            int after = HeapDump.loaders(FileJournal.class, folder);
            System.out.print("held by " + before + ", then by " + after + "\n");
        }

        private static int useAndCount(Path folder) throws Exception {
            try (URLClassLoader loader = loader()) {
                Class<?> copy = loader.loadClass(Use.class.getName());
                Method use = copy.getDeclaredMethod("of", Path.class);
                use.setAccessible(true);
                use.invoke(null, folder);
                try {
                    return HeapDump.loaders(FileJournal.class, folder);
                } finally {
                    Reference.reachabilityFence(copy);
                }
            }
        }
    }

    @Test
    void journals_ofTwoClassLoaders_seeEachOther() throws Exception {
        try (URLClassLoader loader = loader();
                Journal journal = FileJournal.in(folder)) {
            use(loader);
            assertThat(journal.size("s")).isEqualTo(1);
            use(loader);
            assertThat(journal.append("s", 2, List.of(new JournalEntry("t", Instant.EPOCH, "{}"))))
                    .isEqualTo(3);
            use(loader);
            assertThat(journal.size("s")).isEqualTo(4);
        }
    }

    private WeakReference<ClassLoader> useAndClose() throws Exception {
        try (URLClassLoader loader = loader()) {
            use(loader);
            return new WeakReference<>(loader);
        }
    }

    private void use(ClassLoader loader) throws Exception {
        Method use = loader.loadClass(Use.class.getName()).getDeclaredMethod("of", Path.class);
        use.setAccessible(true);
        use.invoke(null, folder);
    }

    private static URLClassLoader loader() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** What the copy in the other class loader does. */
    static final class Use {
        private Use() {}

        static void of(Path folder) {
            try (Journal journal = FileJournal.in(folder)) {
                LongSupplier size = journal.sizeOf("s");
                journal.append("s", Journal.ANY_SIZE, List.of(new JournalEntry("t", Instant.EPOCH, "{}")));
                journal.saveSnapshot("s", new JournalSnapshot(size.getAsLong(), "f", new byte[] {1}));
                journal.read("s", 0, 10);
                journal.snapshot("s");
            }
        }
    }
}
