package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.UploadContractTest;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import java.util.List;

class MistralUploadTest extends UploadContractTest {
    MistralUploadTest() {
        super(
                new MistralFixture(),
                new Dialect(
                        new PreferenceExample(
                                List.of(Message.user("SECRET")),
                                List.of(Message.assistant("a")),
                                List.of(Message.assistant("b")),
                                List.of(),
                                ExampleInfo.NONE),
                        LargeUpload.class,
                        List.of("uploaded=53", "found again=true")));
    }
}
