package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.AdapterFixture;
import dev.finetuning.adapter.contract.Wiring;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.training.TrainingPipeline;
import java.time.InstantSource;

/** This adapter, for the contracts that all adapters keep. */
final class MistralFixture implements AdapterFixture {
    @Override
    public String name() {
        return "mistral";
    }

    @Override
    public String model() {
        return Fixtures.MODEL;
    }

    @Override
    public MistralSandbox sandbox(InstantSource clock) {
        return new MistralSandbox(clock);
    }

    @Override
    public TrainingPipeline pipeline(Wiring wiring) {
        MistralSettings.Builder settings = wiring.tokens()
                .map(MistralSettings::mistral)
                .orElseGet(() -> MistralSettings.mistral(wiring.key()))
                .baseUrl(wiring.root())
                .timeout(wiring.timeout())
                .answerTimeout(wiring.timeout())
                .readPatience(wiring.readPatience())
                .sleeper(wiring.sleeper());
        wiring.headers().forEach(settings::addHeader);
        wiring.query().forEach(settings::addQueryParameter);
        wiring.httpClient().ifPresent(settings::httpClient);
        return new MistralTrainingPipeline(settings.build());
    }

    @Override
    public Answer error(int status, String code, String message) {
        return MistralSandbox.error(status, code, message);
    }
}
