package dev.finetuning.openweights.internal.export;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PythonProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of the script that exports. It ends with this process, and with the thread that waits for it. */
final class ExportProcess {
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final long PATIENCE_SECONDS = 15;

    private final ProcessBuilder builder;
    private final Path events;
    private final Consumer<WireObject> listener;
    private Optional<WireObject> last = Optional.empty();

    /**
     * A run that was not started yet.
     *
     * @param listener hears each event, on the thread that runs it
     */
    ExportProcess(Path python, Path script, Path request, Path events, Path log, Consumer<WireObject> listener) {
        this.builder = PythonProcess.of(python, script.toString(), request.toString(), events.toString())
                .redirectInput(Redirect.PIPE)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .redirectError(Redirect.appendTo(log.toFile()));
        this.events = events;
        this.listener = listener;
    }

    /**
     * Runs it.
     *
     * @return its last event
     * @throws InterruptedException if this thread is interrupted; the process has ended then
     */
    WireObject run() throws IOException, InterruptedException {
        Process process = builder.start();
        try (GrowingLines lines = new GrowingLines(events)) {
            while (!process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                tell(lines);
            }
            tell(lines);
        } finally {
            end(process);
        }
        return last.filter(event -> event.hasObject("result") || event.hasObject("failure"))
                .orElseThrow(() -> Faults.coded(
                        "export",
                        "died",
                        "its process ended with exit code " + process.exitValue() + " before it was done; where the"
                                + " system ended it for want of memory, end other programs or take a larger machine"));
    }

    private void tell(GrowingLines lines) throws IOException {
        for (String line : lines.more()) {
            WireObject event = WireObject.parse(line.getBytes(StandardCharsets.UTF_8));
            last = Optional.of(event);
            if (event.text("step").isPresent()) {
                listener.accept(event);
            }
        }
    }

    /** With time to tidy up. */
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
