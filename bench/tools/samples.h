// A list of numbers that grows, and its percentiles.
#include <stdint.h>
#include <stdlib.h>

typedef struct {
  float *values;
  size_t count, room;
  long long origin;  // for the user: what the values are measured from
} Samples;

static void addSample(Samples *samples, double value) {
  if (samples->count == samples->room) {
    samples->room = samples->room ? samples->room * 2 : 64;
    samples->values = realloc(samples->values, samples->room * sizeof *samples->values);
    if (!samples->values) abort();
  }
  samples->values[samples->count++] = value;
}

static int compareSamples(const void *a, const void *b) {
  float left = *(const float *)a, right = *(const float *)b;
  return (left > right) - (left < right);
}

// The value that a share `part` of the samples doesn't exceed; 0 without samples. Sorts them.
static double percentile(Samples *samples, double part) {
  if (samples->count == 0) return 0;
  qsort(samples->values, samples->count, sizeof *samples->values, compareSamples);
  size_t rank = part * samples->count;
  return samples->values[rank < samples->count ? rank : samples->count - 1];
}
