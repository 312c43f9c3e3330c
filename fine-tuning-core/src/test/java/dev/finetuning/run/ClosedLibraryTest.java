package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.finetuning.LibraryClassPath;
import dev.finetuning.adapter.http.JdkTransport;
import dev.finetuning.adapter.http.Transport;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.journal.file.HeapDump;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.PollPace;
import java.io.File;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The library in a class loader of its own, as an application server loads it: after a whole run and calls over HTTP,
 * and after all that was opened is closed, nothing in the JVM holds its classes. Heap dumps tell.
 */
class ClosedLibraryTest {
    @TempDir
    Path folder;

    @Test
    void closedLibrary_withItsJars_isNotInAHeapDump() throws Exception {
        assertThat(said("together")).endsWith("SUCCEEDED, 200, 200; held by 2, then by 1\n");
    }

    @Test
    void closedLibrary_whoseJarsTheServerHas_isNotInAHeapDump() throws Exception {
        assertThat(said("apart")).endsWith("SUCCEEDED, 200, 200; held by 2, then by 1\n");
    }

    private String said(String layout) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        LibraryClassPath.all(),
                        Server.class.getName(),
                        layout,
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Uses a copy of the library, and counts who holds its classes meanwhile and afterwards. */
    static final class Server {
        private static final int MAX_LOOKS = 300;

        private final Path folder;
        private final URLClassLoader jars;
        private final List<URL> own;

        private Server(Path folder, URLClassLoader jars, List<URL> own) {
            this.folder = folder;
            this.jars = jars;
            this.own = own;
        }

        public static void main(String[] arguments) throws Exception {
            List<URL> jars = urls(LibraryClassPath.jars());
            List<URL> own = urls(LibraryClassPath.modules());
            if (arguments[0].equals("together")) {
                own.addAll(jars);
                jars.clear();
            }
            try (URLClassLoader parent = loader(jars, ClassLoader.getPlatformClassLoader())) {
                new Server(Path.of(arguments[1]), parent, own).run();
            }
        }

        private void run() throws Exception {
            HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            host.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            host.start();
            try {
                int before = useAndCount("http://localhost:" + host.getAddress().getPort() + "/");
                System.out.print(
                        "; held by " + before + ", then by " + HeapDump.loaders(FineTuningRuns.class, folder) + "\n");
            } finally {
                host.stop(0);
            }
        }

        private int useAndCount(String host) throws Exception {
            Counted counted = use(host);
            forgetRecords();
            for (int i = 0; i < MAX_LOOKS && counted.loader().get() != null; i++) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return counted.holders();
        }

        private Counted use(String host) throws Exception {
            try (URLClassLoader loader = loader(own, jars)) {
                Class<?> copy = loader.loadClass(Use.class.getName());
                Method use = copy.getDeclaredMethod("of", Path.class, String.class);
                use.setAccessible(true);
                use.invoke(null, folder, host);
                try {
                    return new Counted(HeapDump.loaders(FineTuningRuns.class, folder), new WeakReference<>(loader));
                } finally {
                    Reference.reachabilityFence(copy);
                }
            }
        }

        /**
         * The JDK holds the types of the last records that were compared (JDK-8078641): strongly before Java 19, and
         * softly since if they are not from a class loader of its own. Let them be those of another copy.
         */
        private void forgetRecords() throws Exception {
            try (URLClassLoader other = loader(own, jars)) {
                Method compare = other.loadClass(Records.class.getName()).getDeclaredMethod("compare");
                compare.setAccessible(true);
                compare.invoke(null);
            }
            Records.compare();
        }

        private static List<URL> urls(List<String> paths) throws IOException {
            List<URL> urls = new ArrayList<>();
            for (String path : paths) {
                urls.add(new File(path).toURI().toURL());
            }
            return urls;
        }

        private static URLClassLoader loader(List<URL> urls, ClassLoader parent) {
            return new URLClassLoader(urls.toArray(URL[]::new), parent);
        }
    }

    private record Counted(int holders, WeakReference<ClassLoader> loader) {}

    /** Records to compare. */
    static final class Records {
        private Records() {}

        static void compare() {
            Inner inner = new Inner(new WeakReference<>(Records.class.getClassLoader()));
            Outer outer = new Outer(inner);
            if (!inner.equals(new Inner(inner.loader())) || !outer.equals(new Outer(new Inner(inner.loader())))) {
                throw new IllegalStateException(outer + " " + outer.hashCode());
            }
        }

        private record Inner(WeakReference<ClassLoader> loader) {}

        private record Outer(Inner inner) {}
    }

    /** What the copy in the other class loader does. */
    static final class Use {
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private Use() {}

        static void of(Path folder, String host) throws Exception {
            try (Journal journal = FileJournal.in(folder.resolve("journal"));
                    TrainingPipeline pipeline = LocalTrainingPipeline.in(folder.resolve("models"))) {
                FineTuningRuns runs = FineTuningRuns.builder(
                                journal, folder.resolve("runs"), pipeline, JournaledModelRegistry.open(journal))
                        .pace(PollPace.IN_PROCESS)
                        .build();
                List<Example> examples = IntStream.range(0, 12)
                        .mapToObj(i -> (Example) ChatExample.of(Message.user("q" + i), Message.assistant("a" + i % 2)))
                        .toList();
                String id =
                        runs.start(RunPlan.builder("model", "local", examples).build());
                System.out.print(runs.await(id).status());
            }
            try (Transport transport = JdkTransport.to(host, PATIENCE)) {
                for (boolean fresh : new boolean[] {false, true}) {
                    Transport.Outgoing request = new Transport.Outgoing(
                            "GET",
                            URI.create(host),
                            Map.of(),
                            Optional.empty(),
                            fresh,
                            Optional.empty(),
                            Optional.empty(),
                            PATIENCE);
                    System.out.print(", " + transport.send(request).get().status());
                }
            }
        }
    }
}
