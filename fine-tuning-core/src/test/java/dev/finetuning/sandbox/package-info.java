/**
 * What sandboxes of hosts are made of, for adapters' own tests: real HTTP requests of any client enter,
 * answers as the host gives them, and faults on demand, leave.
 */
package dev.finetuning.sandbox;
