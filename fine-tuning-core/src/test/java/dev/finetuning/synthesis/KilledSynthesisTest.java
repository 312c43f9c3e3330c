package dev.finetuning.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Message;
import dev.finetuning.journal.file.FileJournal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed again and again pays for what was under way at most once more each time. */
@Timeout(120)
class KilledSynthesisTest {
    private static final int KILLS = 3;
    private static final int CONCURRENCY = 4;

    @TempDir
    Path folder;

    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int stopAfter;
    private volatile CountDownLatch stopped = new CountDownLatch(1);
    private ServerSocket server;

    @BeforeEach
    void serve() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::acceptAll);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void run_killedAgainAndAgain_asksOnlyWhatIsMissingAndMakesTheSameDataset() throws Exception {
        String undisturbed;
        try (FileJournal journal = FileJournal.in(folder.resolve("undisturbed"))) {
            undisturbed = KilledSynthesis.run(Makers.rewording(), journal)
                    .dataset()
                    .fingerprint()
                    .hex();
        }
        for (int kill = 1; kill <= KILLS; kill++) {
            stopAfter = kill * 20;
            stopped = new CountDownLatch(1);
            Process child = child();
            assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        stopAfter = Integer.MAX_VALUE;
        Process last = child();
        String printed = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed.strip()).isEqualTo(undisturbed);
        int paid = answered.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(answered).as("each question was answered").hasSize(90);
        assertThat(paid)
                .as("answers that were lost on their way to the journal")
                .isBetween(90, 90 + KILLS * CONCURRENCY);
    }

    private Process child() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSynthesis.class.getName(),
                        Integer.toString(server.getLocalPort()),
                        folder.resolve("journal").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> answer(socket));
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Beyond the limit nobody answers any more: the process hangs until it is killed. */
    private void answer(Socket socket) {
        if (calls.incrementAndGet() > stopAfter) {
            stopped.countDown();
            return;
        }
        try (socket) {
            String material = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!material.endsWith("}")) {
                return; // killed while it asked: nobody sees an answer to half a question
            }
            ChatRequest request = ChatRequest.of(List.of(Message.system("Write 2 of it"), Message.user(material)));
            answered.merge(material, 1, Integer::sum);
            socket.getOutputStream()
                    .write(Makers.paraphrases(request, Makers::reworded).getBytes(StandardCharsets.UTF_8));
        } catch (IOException killed) {
            // the other side is gone: its answer was on its way
        }
    }
}
