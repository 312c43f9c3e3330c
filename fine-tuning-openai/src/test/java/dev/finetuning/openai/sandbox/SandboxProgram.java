package dev.finetuning.openai.sandbox;

import dev.finetuning.sandbox.JobPlan;
import java.io.IOException;

/**
 * The sandbox as a program: prints {@code OPENAI_BASE_URL=…} and plays the provider until its standard input
 * ends. Jobs are done at once.
 */
public final class SandboxProgram {
    private SandboxProgram() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        try (OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE)) {
            System.out.println("OPENAI_BASE_URL=" + sandbox.url());
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
