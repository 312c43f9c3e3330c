package dev.finetuning.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLockTest {
    @TempDir
    Path folder;

    private static URLClassLoader otherLoader() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath().split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** Holds a lock until the process is killed, while other code of the process opens and closes its file. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            Path file = Path.of(arguments[0]);
            Optional<WorkerLock> lock = WorkerLock.tryAcquire(file);
            try (InputStream backup = Files.newInputStream(file)) {
                backup.readAllBytes();
            }
            System.out.println(lock.isPresent() ? "held" : "not held");
            System.in.read();
        }
    }

    private static Process hold(Path file) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", classPath(), Holder.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("held");
        return process;
    }

    @Test
    void tryAcquire_heldInThisClassLoader_isRefusedUntilClosed() throws IOException {
        Path file = folder.resolve("job.lock");
        WorkerLock lock = WorkerLock.tryAcquire(file).orElseThrow();

        assertThat(WorkerLock.tryAcquire(file)).isEmpty();
        lock.close();

        assertThat(file).doesNotExist();
        try (WorkerLock again = WorkerLock.tryAcquire(file).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void tryAcquire_throughALinkToTheFolder_isTheSameLock() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (WorkerLock lock = WorkerLock.tryAcquire(real.resolve("job.lock")).orElseThrow()) {
            assertThat(WorkerLock.tryAcquire(link.resolve("job.lock"))).isEmpty();
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void tryAcquire_byAnotherClassLoader_neitherGetsNorBreaksIt() throws Exception {
        Path file = folder.resolve("job.lock");
        try (WorkerLock lock = WorkerLock.tryAcquire(file).orElseThrow();
                URLClassLoader other = otherLoader()) {
            Method tryAcquire = other.loadClass(WorkerLock.class.getName()).getMethod("tryAcquire", Path.class);

            assertThat(tryAcquire.getDeclaringClass()).isNotEqualTo(WorkerLock.class);
            assertThat(tryAcquire.invoke(null, file)).isEqualTo(Optional.empty());
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void tryAcquire_lockLostWhileItsProcessLives_isRefusedUntilTheProcessEnds() throws Exception {
        Path file = folder.resolve("job.lock");
        Process holder = hold(file);
        try {
            assertThat(WorkerLock.tryAcquire(file)).isEmpty();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (WorkerLock lock = WorkerLock.tryAcquire(file).orElseThrow()) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void tryAcquire_fileOfADeadOrUnknownOwner_isGiven() throws IOException {
        String ours = ProcessIdentity.current();
        String otherStart = ours + "7";
        for (String owner : List.of("", "?", otherStart, ours.replaceFirst("[0-9a-f]{8}-", "00000000-"), "a b c d e")) {
            Path file = Files.writeString(folder.resolve("job.lock"), owner);

            try (WorkerLock lock = WorkerLock.tryAcquire(file).orElseThrow()) {
                assertThat(Files.readString(file)).isEqualTo(ours);
                assertThat(lock).isNotNull();
            }
        }
        assertThat(ProcessIdentity.isAlive(ours)).isTrue();
    }
}
