package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.secrecy.Canary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The console as a process of its own, which can be killed. */
final class ConsoleProcess implements AutoCloseable {
    /** What a sandbox trains. */
    static final String BASE_MODEL = "gpt-4.1-mini-2025-04-14";

    private final Process process;
    private final String url;

    private ConsoleProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts the program on a free port.
     *
     * @param vm options of the virtual machine
     * @param data its folder
     * @param options further options of the program
     */
    static ConsoleProcess start(List<String> vm, Path data, String... options) throws IOException {
        return start(vm, Map.of(), data, options);
    }

    /** The same with a sandbox as the provider, which trains {@link #BASE_MODEL}. */
    static ConsoleProcess start(List<String> vm, Path data, OpenAiSandbox sandbox) throws IOException {
        return start(vm, data, "--provider", "sandbox", "--base-url", sandbox.url(), "--base-models", BASE_MODEL);
    }

    /** The same with further variables in its environment. */
    static ConsoleProcess start(List<String> vm, Map<String, String> environment, Path data, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(vm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ConsoleProgram.class.getName()));
        command.addAll(List.of("--port", "0", "--data", data.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PROVIDER_API_KEY", Canary.KEY);
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("console: ")) {
            line = out.readLine();
        }
        assertThat(line).as("the process ended early").isNotNull();
        drain(out);
        return new ConsoleProcess(process, line.substring("console: ".length(), line.length() - 1));
    }

    /** What it logs must not fill the pipe. */
    private static void drain(BufferedReader out) {
        Thread drain = new Thread(
                () -> out.lines().forEach(line -> {
                    // only taken away
                }),
                "console output");
        drain.setDaemon(true);
        drain.start();
    }

    /** Where it answers, without a slash at the end. */
    String url() {
        return url;
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGKILL after a while, from another thread. */
    void killIn(long milliseconds) {
        Thread killer = new Thread(
                () -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(milliseconds);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    process.destroyForcibly();
                },
                "killer");
        killer.setDaemon(true);
        killer.start();
    }

    @Override
    public void close() {
        kill();
    }
}
