package dev.finetuning.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.finetuning.adapter.contract.AdapterFixture;
import dev.finetuning.adapter.contract.Wiring;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.training.TrainingPipeline;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** This adapter over a ready client of the vendor's, which keeps its retries until we switch them off. */
final class ReadyClientFixture implements AdapterFixture {
    /**
     * Follows no redirects, as {@link ReadyClient#settings} asks for. Uncaught exceptions of its threads are OkHttp's:
     * two informational answers before the real one throw it off.
     */
    private static final OkHttpClient TRANSPORT = new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .dispatcher(new Dispatcher(Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "ready-client");
                thread.setDaemon(true);
                thread.setUncaughtExceptionHandler((where, failure) -> {});
                return thread;
            })))
            .build();

    @Override
    public String name() {
        return "openai-ready-client";
    }

    @Override
    public String model() {
        return Fixtures.MODEL;
    }

    @Override
    public OpenAiSandbox sandbox(InstantSource clock) {
        return new OpenAiSandbox(clock);
    }

    @Override
    public TrainingPipeline pipeline(Wiring wiring) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .apiKey(wiring.key().reveal())
                .baseUrl(wiring.root() + "/v1")
                .okHttpClient(TRANSPORT)
                .build();
        OpenAiSettings.Builder settings = ReadyClient.settings(client)
                .timeout(wiring.timeout())
                .answerTimeout(wiring.timeout())
                .readPatience(wiring.readPatience())
                .sleeper(wiring.sleeper());
        wiring.headers().forEach(settings::addHeader);
        return new OpenAiTrainingPipeline(settings.build());
    }

    @Override
    public Answer error(int status, String code, String message) {
        return OpenAiSandbox.error(status, code, message);
    }
}
