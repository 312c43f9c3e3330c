package dev.finetuning.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.console.access.TokenFile;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A console on a free port with four people of two tenants, and a client that asks it. */
final class RunningConsole implements AutoCloseable {
    static final String ANN = TokenFile.newToken();
    static final String BOB = TokenFile.newToken();
    static final String EVE = TokenFile.newToken();
    static final String MALLORY = TokenFile.newToken();

    /** Two conversations of the first tenant, and one of the second. */
    private static final String LOGS =
            "('1', 'user', 'Hi', 'anna', 'acme'), ('1', 'assistant', 'Hello', 'anna', 'acme'),"
                    + " ('2', 'user', 'Hi', 'bert', 'acme'), ('2', 'assistant', 'No', 'bert', 'acme'),"
                    + " ('3', 'user', 'secret', 'anna', 'globex'), ('3', 'assistant', 'kept', 'anna', 'globex')";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Journal journal;
    private final Console console;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningConsole(Journal journal, Console console) {
        this.journal = journal;
        this.console = console;
    }

    /** With tokens: Ann approves, Bob writes, Eve reads, and Mallory approves for another tenant. */
    static RunningConsole withTokens(Path folder) throws IOException {
        Path tokens = folder.resolve("tokens");
        Files.write(
                tokens,
                List.of(
                        "# people",
                        TokenFile.line(ANN, TokenFile.caller("acme", "approve", "Ann")),
                        TokenFile.line(BOB, TokenFile.caller("acme", "write", "Bob")),
                        TokenFile.line(EVE, TokenFile.caller("acme", "read", "Eve")),
                        TokenFile.line(MALLORY, TokenFile.caller("globex", "approve", "Mallory"))));
        return start(
                folder,
                "--tokens",
                tokens.toString(),
                "--logs-url",
                "jdbc:h2:mem:logs",
                "--logs-query",
                "SELECT * FROM (VALUES " + LOGS
                        + ") AS logs(\"conversation\", \"role\", \"content\", \"agent\", \"tenant\")"
                        + " WHERE \"tenant\" = ?");
    }

    /** On this machine only, for anybody. */
    static RunningConsole open(Path folder) throws IOException {
        return start(folder);
    }

    private static RunningConsole start(Path folder, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(more));
        args.addAll(List.of("--port", "0", "--data", folder.resolve("data").toString(), "--max-upload", "1"));
        Journal journal = FileJournal.in(folder.resolve("data/journal"));
        ConsoleOptions options = ConsoleOptions.parse(args.toArray(String[]::new));
        return new RunningConsole(journal, ConsoleProgram.start(options, journal));
    }

    int port() {
        return console.port();
    }

    String url(String path) {
        return "http://127.0.0.1:" + console.port() + path;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)));
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + token).build());
    }

    HttpResponse<String> post(String path, String token, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    HttpResponse<String> upload(String name, String fileName, String token, BodyPublisher content)
            throws IOException, InterruptedException {
        return send(request("/api/datasets?name=" + name + "&fileName=" + fileName)
                .header("Authorization", "Bearer " + token)
                .POST(content)
                .build());
    }

    /** Uploads the questions that the quickstart brings; returns the dataset's id. */
    String uploadSupport(String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = upload("support", "support.csv", token, BodyPublishers.ofByteArray(support()));
        return json(answer).path("id").asText();
    }

    /** Sixty questions with four answers. */
    static byte[] support() {
        List<String> questions =
                List.of("Where is my order", "How do I return this", "I forgot my password", "How can I pay");
        List<String> answers =
                List.of("Orders ship in two days.", "Print a label.", "Use the reset link.", "We take cards.");
        StringBuilder csv = new StringBuilder("question,answer,category\n");
        for (int i = 0; i < 60; i++) {
            int topic = i % 4;
            csv.append("%s (%d)?,%s,topic%d%n".formatted(questions.get(topic), i, answers.get(topic), topic));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return json(answer.body());
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    @Override
    public void close() {
        console.close();
        journal.close();
    }
}
