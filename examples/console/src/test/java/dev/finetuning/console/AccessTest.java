package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.console.access.TokenFile;
import dev.finetuning.journal.InMemoryJournal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    Path folder;

    private RunningConsole console;

    @BeforeEach
    void start() throws Exception {
        console = RunningConsole.withTokens(folder);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void api_withoutOrWithAWrongToken_isRefused() throws Exception {
        HttpResponse<String> without =
                console.send(console.request("/api/datasets").build());
        HttpResponse<String> wrong = console.get("/api/datasets", TokenFile.newToken());

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(RunningConsole.json(wrong).path("code").asText()).isEqualTo("wrong_token");
    }

    @Test
    void api_tenWrongTokens_closesForThatAddress() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(console.get("/api/me", "wrong").statusCode()).isEqualTo(401);
        }

        assertThat(console.get("/api/me", RunningConsole.ANN).statusCode()).isEqualTo(429);
    }

    @Test
    void api_missingRight_isRefused() throws Exception {
        String dataset = console.uploadSupport(RunningConsole.BOB);

        assertThat(console.get("/api/datasets/" + dataset, RunningConsole.EVE).statusCode())
                .isEqualTo(200);
        assertThat(console.post("/api/datasets/examples", RunningConsole.EVE, "{}")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> promotion =
                console.post("/api/models/support/versions/1.0.0/promotion", RunningConsole.BOB, "{}");
        assertThat(promotion.statusCode()).isEqualTo(403);
        assertThat(promotion.body()).contains("right to approve");
    }

    @Test
    void run_promotionOrderedAheadByWhoMayOnlyWrite_isRefused() throws Exception {
        String dataset = console.uploadSupport(RunningConsole.BOB);
        String order = "{\"dataset\": \"%s\", \"model\": \"support\", \"baseModel\": \"local\", \"promote\": true}"
                .formatted(dataset);
        String learning = "{\"model\": \"m\", \"baseModel\": \"local\", \"afterExamples\": 9, \"promote\": true}";

        assertThat(console.post("/api/runs", RunningConsole.BOB, order).statusCode())
                .isEqualTo(403);
        assertThat(console.post("/api/retrainings", RunningConsole.BOB, learning)
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.post("/api/runs", RunningConsole.ANN, order).statusCode())
                .isEqualTo(201);
    }

    @Test
    void api_idsOfAnotherTenant_areUnknown() throws Exception {
        String dataset = console.uploadSupport(RunningConsole.ANN);
        String order = "{\"dataset\": \"%s\", \"model\": \"support\", \"baseModel\": \"local\"}".formatted(dataset);
        String run = RunningConsole.json(console.post("/api/runs", RunningConsole.ANN, order))
                .path("id")
                .asText();

        for (String path : new String[] {
            "/api/datasets/" + dataset,
            "/api/datasets/" + dataset + "/download",
            "/api/runs/" + run,
            "/api/runs/" + run + "/events",
            "/api/evaluations/" + run,
            "/api/models/support"
        }) {
            assertThat(console.get(path, RunningConsole.MALLORY).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(console.post("/api/runs", RunningConsole.MALLORY, order).statusCode())
                .isEqualTo(404);
        assertThat(console.post("/api/runs/" + run + "/cancel", RunningConsole.MALLORY, "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(console.get("/api/datasets", RunningConsole.MALLORY).body()).isEqualTo("{\"datasets\":[]}");
        assertThat(RunningConsole.json(console.get("/api/runs/" + run, RunningConsole.ANN))
                        .path("labels")
                        .path("tenant")
                        .asText())
                .isEqualTo("acme");
    }

    @Test
    void signIn_rightToken_givesACookieThatOnlyOurFormsCanUse() throws Exception {
        HttpResponse<String> in = form("/sign-in", "token=" + RunningConsole.ANN, "");
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
        String session = cookie.substring(0, cookie.indexOf(';'));

        HttpResponse<String> page = console.send(
                console.request("/review").header("Cookie", session).build());
        assertThat(page.body()).contains("Ann").doesNotContain(RunningConsole.ANN);

        HttpResponse<String> forged = form("/datasets/d1/delete", "form-token=guessed", session);
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("form_expired");
        HttpResponse<String> forgedApi = console.send(console.request("/api/monitor/advance")
                .header("Cookie", session)
                .POST(BodyPublishers.noBody())
                .build());
        assertThat(forgedApi.statusCode()).isEqualTo(403);
    }

    @Test
    void signIn_wrongToken_saysSo() throws Exception {
        HttpResponse<String> refused = form("/sign-in", "token=wrong", "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("This token is not known");
        assertThat(console.send(console.request("/datasets").build()).headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith("/sign-in"));
    }

    @Test
    void change_sentByAnotherSite_isRefused() throws Exception {
        HttpRequest foreign = console.request("/sign-in")
                .header("Origin", "https://elsewhere.example")
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString("token=" + RunningConsole.ANN))
                .build();

        assertThat(console.send(foreign).statusCode()).isEqualTo(403);
    }

    @Test
    void start_onAnotherAddressWithoutTokens_isRefused() {
        ConsoleOptions options = ConsoleOptions.parse(
                "--host",
                "0.0.0.0",
                "--port",
                "0",
                "--data",
                folder.resolve("other").toString());

        assertThatThrownBy(() -> ConsoleProgram.start(options, new InMemoryJournal()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without tokens");
    }

    private HttpResponse<String> form(String path, String fields, String cookie) throws Exception {
        HttpRequest.Builder request =
                console.request(path).header("Content-Type", FORM).POST(BodyPublishers.ofString(fields));
        return console.send((cookie.isEmpty() ? request : request.header("Cookie", cookie)).build());
    }
}
