package dev.finetuning.openai;

import dev.finetuning.adapter.contract.AdapterFixture;
import dev.finetuning.adapter.contract.Wiring;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.training.TrainingPipeline;
import java.time.InstantSource;

/** This adapter, for the contracts that all adapters keep. */
final class OpenAiFixture implements AdapterFixture {
    @Override
    public String name() {
        return "openai";
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
        String address = wiring.root() + "/v1";
        OpenAiSettings.Builder settings = wiring.tokens()
                .map(tokens -> OpenAiSettings.custom("openai", address, tokens))
                .orElseGet(() -> OpenAiSettings.openAi(wiring.key()).baseUrl(address))
                .timeout(wiring.timeout())
                .answerTimeout(wiring.timeout())
                .readPatience(wiring.readPatience())
                .sleeper(wiring.sleeper());
        wiring.headers().forEach(settings::addHeader);
        wiring.query().forEach(settings::addQueryParameter);
        wiring.httpClient().ifPresent(settings::httpClient);
        return new OpenAiTrainingPipeline(settings.build());
    }

    @Override
    public Answer error(int status, String code, String message) {
        return OpenAiSandbox.error(status, code, message);
    }
}
