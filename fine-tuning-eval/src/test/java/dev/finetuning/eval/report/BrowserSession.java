package dev.finetuning.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A browser with one page, driven through the DevTools protocol as a keyboard would drive it. */
final class BrowserSession implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
    private static final long PATIENCE_SECONDS = 60;

    private final Process browser;
    private final WebSocket socket;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private int calls;

    BrowserSession(Path chromium, Path profile, Path page) throws IOException, InterruptedException {
        browser = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        page.toUri().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(pageAddress(hostAndPort())), new Listener())
                .join();
    }

    private String hostAndPort() throws IOException {
        var errors = browser.errorReader(StandardCharsets.UTF_8);
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new IOException("the browser ended without listening");
    }

    private static String pageAddress(String hostAndPort) throws IOException {
        try (InputStream pages =
                URI.create("http://" + hostAndPort + "/json/list").toURL().openStream()) {
            for (JsonNode each : JSON.readTree(pages)) {
                if (each.path("type").asText().equals("page")) {
                    return each.path("webSocketDebuggerUrl").asText();
                }
            }
        }
        throw new IOException("the browser has no page");
    }

    /** What an expression, or its promise, is in the page, as text. */
    String eval(String expression) throws IOException, InterruptedException {
        String asText = "(async () => String(await (" + expression + ")))()";
        return call("Runtime.evaluate", Map.of("expression", asText, "awaitPromise", true))
                .path("result")
                .path("value")
                .asText();
    }

    /** Presses and releases a key; {@code text} is what it types, or null. */
    void press(String key, int code, @Nullable String text) throws IOException, InterruptedException {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("key", key);
        event.put("code", key);
        event.put("windowsVirtualKeyCode", code);
        event.put("type", "keyUp");
        Map<String, Object> down = new LinkedHashMap<>(event);
        down.put("type", text == null ? "rawKeyDown" : "keyDown");
        if (text != null) {
            down.put("text", text);
        }
        call("Input.dispatchKeyEvent", down);
        call("Input.dispatchKeyEvent", event);
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        int id = ++calls;
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        while (true) {
            String message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new IOException("no answer to " + method);
            }
            JsonNode answer = JSON.readTree(message);
            if (answer.path("id").asInt() == id) {
                return answer.path("result");
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        browser.destroy();
        browser.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                heard.add(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
