package dev.finetuning.openai;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.LogLevel;
import com.openai.core.MultipartField;
import com.openai.core.Sleeper;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The vendor's client as anyone would build it, but for waits that are noted instead of waited. */
final class PlainClient implements AutoCloseable {
    final OpenAIClient client;
    final List<Duration> waits = new CopyOnWriteArrayList<>();

    private PlainClient(OpenAIClient client) {
        this.client = client;
    }

    private PlainClient(OpenAiSandbox sandbox, int retries, LogLevel level) {
        client = OpenAIOkHttpClient.builder()
                .apiKey(Fixtures.KEY.reveal())
                .baseUrl(sandbox.url())
                .maxRetries(retries)
                .logLevel(level)
                .sleeper(new NotedWaits())
                .build();
    }

    static PlainClient of(OpenAiSandbox sandbox) {
        return withRetries(sandbox, 2);
    }

    static PlainClient withRetries(OpenAiSandbox sandbox, int retries) {
        return new PlainClient(sandbox, retries, LogLevel.OFF);
    }

    static PlainClient loggingAt(OpenAiSandbox sandbox, LogLevel level) {
        return new PlainClient(sandbox, 2, level);
    }

    /** As it takes any {@code openai.azure.com} address to want it by itself. */
    static PlainClient onAzuresOldPath(OpenAiSandbox sandbox) {
        return new PlainClient(OpenAIOkHttpClient.builder()
                .apiKey(Fixtures.KEY.reveal())
                .baseUrl(sandbox.root())
                .azureServiceVersion(AzureOpenAIServiceVersion.latestStableVersion())
                .azureUrlPathMode(AzureUrlPathMode.LEGACY)
                .maxRetries(0)
                .build());
    }

    /** Without a file name the provider refuses the upload as one it could not understand. */
    static MultipartField<InputStream> named(InputStream content, String name) {
        return MultipartField.<InputStream>builder()
                .value(content)
                .filename(name)
                .contentType("application/jsonl")
                .build();
    }

    @Override
    public void close() {
        client.close();
    }

    private final class NotedWaits implements Sleeper {
        @Override
        public void sleep(Duration duration) {
            waits.add(duration);
        }

        @Override
        public CompletableFuture<Void> sleepAsync(Duration duration) {
            waits.add(duration);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
