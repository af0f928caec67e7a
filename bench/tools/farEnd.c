// farEnd PORT LOG WARM_S MEASURE_S: the callers' audio. Sends every call 50 PCMA packets a second, presses keys, and measures what comes back.
//
// LOG grows while it runs; its lines say `start N`, `press N` (RFC 4733 key 1, held 100 ms) and `stop N`, N being the port the far side takes
// audio on. What comes back to PORT is timed by the kernel, so that this program being late changes nothing. After WARM_S it counts for
// MEASURE_S seconds, prints one line of JSON and ends.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "samples.h"

enum { TICKS = 20, SAMPLES = 160, HEADER = 12, BATCH = 256, KEY_TYPE = 101, KEY_PACKETS = 5, KEY_ENDS = 3, SILENCE = 0xd5 };
enum { PORTS = 65536, DATAGRAM = 512, CONTROL = 128 };

typedef long long ns_t;

// One call: what we send to its port, and the stream that comes from there.
typedef struct {
  int active, slot, keyStep;
  uint16_t sequence;
  uint32_t timestamp, keyTimestamp;
  ns_t keyFirst, keyEnd;  // when its key was first and last told; keyFirst 0: no answer is awaited
  int keyCounts;
  // received
  int known;
  uint32_t ssrc, lastTimestamp, segmentTimestamp;
  uint16_t lastSequence;
  int lastWasAudio;
  Samples segment;
} Call;

static Call calls[PORTS];
static uint16_t slots[TICKS][PORTS];
static int slotSize[TICKS], activeCalls;
static ns_t windowStart, windowEnd;
static long received, lost, reordered, skipped, streams, sent, sendFailures, keys, answered, dropped;
static Samples deviations, replies, repliesAfterEnd, lateness;

static ns_t now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int inWindow(ns_t at) { return at >= windowStart && at < windowEnd; }

// ---- the list of calls, as the log tells it

static void startCall(int port) {
  Call *call = &calls[port];
  if (call->active) return;
  int slot = 0;
  for (int other = 1; other < TICKS; other++)
    if (slotSize[other] < slotSize[slot]) slot = other;
  call->active = 1;
  call->slot = slot;
  call->keyStep = -1;
  call->keyFirst = 0;
  call->known = 0;
  slots[slot][slotSize[slot]++] = port;
  activeCalls++;
}

static void stopCall(int port) {
  Call *call = &calls[port];
  if (!call->active) return;
  call->active = 0;
  activeCalls--;
  for (int at = 0; at < slotSize[call->slot]; at++)
    if (slots[call->slot][at] == port) {
      slots[call->slot][at] = slots[call->slot][--slotSize[call->slot]];
      return;
    }
}

static void obey(const char *line) {
  const char *verb;
  int port;
  if ((verb = strstr(line, "start ")) && sscanf(verb, "start %d", &port) == 1 && port > 0 && port < PORTS) startCall(port);
  if ((verb = strstr(line, "press ")) && sscanf(verb, "press %d", &port) == 1 && port > 0 && port < PORTS) calls[port].keyStep = 0;
  if ((verb = strstr(line, "stop ")) && sscanf(verb, "stop %d", &port) == 1 && port > 0 && port < PORTS) stopCall(port);
}

static void readLog(int log) {
  static char text[65536];
  static size_t kept;
  ssize_t count = read(log, text + kept, sizeof text - 1 - kept);
  if (count <= 0) return;
  kept += count;
  text[kept] = 0;
  char *line = text, *end;
  for (; (end = strchr(line, '\n')); line = end + 1) {
    *end = 0;
    obey(line);
  }
  kept -= line - text;
  memmove(text, line, kept);
}

// ---- sending

static void put32(uint8_t *at, uint32_t value) {
  value = htonl(value);
  memcpy(at, &value, 4);
}

// Writes the packet that is due for a call and returns its length.
static int writePacket(Call *call, int port, uint8_t *packet) {
  call->timestamp += SAMPLES;
  call->sequence++;
  packet[0] = 0x80;
  packet[2] = call->sequence >> 8;
  packet[3] = call->sequence;
  put32(packet + 8, 0x5eed0000u + port);
  if (call->keyStep < 0) {
    packet[1] = 8;
    put32(packet + 4, call->timestamp);
    memset(packet + HEADER, 0x55 + (call->sequence & 7), SAMPLES);
    return HEADER + SAMPLES;
  }
  int step = call->keyStep++;
  int end = step >= KEY_PACKETS - 1;
  if (step == 0) {
    call->keyTimestamp = call->timestamp;
    call->keyFirst = now(CLOCK_REALTIME);
    call->keyCounts = inWindow(call->keyFirst) && call->keyFirst < windowEnd - 3000000000LL;
    keys += call->keyCounts;
  }
  if (step == KEY_PACKETS - 1) call->keyEnd = now(CLOCK_REALTIME);
  if (step == KEY_PACKETS + KEY_ENDS - 2) call->keyStep = -1;
  int duration = SAMPLES * (end ? KEY_PACKETS : step + 1);
  packet[1] = (step == 0 ? 0x80 : 0) | KEY_TYPE;
  put32(packet + 4, call->keyTimestamp);
  packet[12] = 1;
  packet[13] = (end ? 0x80 : 0) | 10;
  packet[14] = duration >> 8;
  packet[15] = duration;
  return HEADER + 4;
}

static void sendSlot(int fd, int slot) {
  static uint8_t packets[BATCH][HEADER + SAMPLES];
  static struct mmsghdr messages[BATCH];
  static struct iovec parts[BATCH];
  static struct sockaddr_in to[BATCH];
  for (int from = 0; from < slotSize[slot]; from += BATCH) {
    int count = slotSize[slot] - from < BATCH ? slotSize[slot] - from : BATCH;
    for (int at = 0; at < count; at++) {
      int port = slots[slot][from + at];
      parts[at] = (struct iovec){packets[at], writePacket(&calls[port], port, packets[at])};
      to[at] = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
      messages[at].msg_hdr = (struct msghdr){.msg_name = &to[at], .msg_namelen = sizeof to[at], .msg_iov = &parts[at], .msg_iovlen = 1};
    }
    int done = 0;
    while (done < count) {
      int some = sendmmsg(fd, messages + done, count - done, 0);
      if (some > 0) done += some, sent += some;
      else done++, sendFailures++;
    }
  }
}

// ---- receiving

// Packets of one segment are on one grid; how late each is against the earliest of them is its deviation.
static void closeSegment(Call *call) {
  float earliest = 0;
  for (size_t at = 0; at < call->segment.count; at++)
    if (at == 0 || call->segment.values[at] < earliest) earliest = call->segment.values[at];
  for (size_t at = 0; at < call->segment.count; at++) addSample(&deviations, call->segment.values[at] - earliest);
  call->segment.count = 0;
}

// The second prompt has a period of ten samples, the first of twenty, silence of one.
static int isSecondPrompt(const uint8_t *payload) {
  for (int at = 0; at < 60; at++)
    if (payload[at] != payload[at + 10]) return 0;
  return payload[0] != payload[5];
}

static void receivePacket(int port, const uint8_t *packet, int length, ns_t at) {
  Call *call = &calls[port];
  if (length < HEADER || packet[0] >> 6 != 2) return;
  int type = packet[1] & 127;
  if (type >= 72 && type <= 76) return;  // RTCP
  int audio = type == 8 && length == HEADER + SAMPLES;
  uint16_t sequence = packet[2] << 8 | packet[3];
  uint32_t timestamp = (uint32_t)packet[4] << 24 | packet[5] << 16 | packet[6] << 8 | packet[7], ssrc;
  memcpy(&ssrc, packet + 8, 4);
  if (call->keyFirst && audio && isSecondPrompt(packet + HEADER)) {
    double ms = (at - call->keyFirst) / 1e6;
    if (call->keyCounts) {
      if (ms < 2000) {
        answered++;
        addSample(&replies, ms);
        addSample(&repliesAfterEnd, call->keyEnd && call->keyEnd > call->keyFirst ? (at - call->keyEnd) / 1e6 : 0);
      }
    }
    call->keyFirst = 0;
  }
  if (!inWindow(at)) return;
  received++;
  int16_t step = sequence - call->lastSequence;
  if (!call->known || call->ssrc != ssrc) {
    closeSegment(call);
    streams++;
  } else {
    if (step > 1) lost += step - 1;
    if (step < 1) {
      reordered++;
      if (step < 0 && lost > 0) lost--;
      return;
    }
    int32_t ahead = timestamp - call->lastTimestamp;
    if (step != 1 || ahead != SAMPLES || !audio || !call->lastWasAudio) {
      if (step == 1 && audio && call->lastWasAudio && !(packet[1] & 0x80)) skipped += ahead > SAMPLES ? ahead / SAMPLES - 1 : 1;
      closeSegment(call);
    }
  }
  if (audio) {
    if (call->segment.count == 0) call->segment.origin = at, call->segmentTimestamp = timestamp;
    addSample(&call->segment, (at - call->segment.origin - (ns_t)(timestamp - call->segmentTimestamp) * 125000) / 1e6);
  }
  call->known = 1;
  call->ssrc = ssrc;
  call->lastSequence = sequence;
  call->lastTimestamp = timestamp;
  call->lastWasAudio = audio;
}

static void receiveAll(int fd, ns_t until) {
  static uint8_t packets[BATCH][DATAGRAM];
  static char controls[BATCH][CONTROL];
  static struct mmsghdr messages[BATCH];
  static struct iovec parts[BATCH];
  static struct sockaddr_in from[BATCH];
  int count = BATCH;
  while (count == BATCH && now(CLOCK_MONOTONIC) < until) {
    for (int at = 0; at < BATCH; at++) {
      parts[at] = (struct iovec){packets[at], DATAGRAM};
      messages[at].msg_hdr = (struct msghdr){.msg_name = &from[at], .msg_namelen = sizeof from[at], .msg_iov = &parts[at],
                                            .msg_iovlen = 1, .msg_control = controls[at], .msg_controllen = CONTROL};
    }
    count = recvmmsg(fd, messages, BATCH, MSG_DONTWAIT, NULL);
    for (int at = 0; at < count; at++) {
      ns_t time = 0;
      struct msghdr *head = &messages[at].msg_hdr;
      for (struct cmsghdr *part = CMSG_FIRSTHDR(head); part; part = CMSG_NXTHDR(head, part)) {
        if (part->cmsg_level != SOL_SOCKET) continue;
        if (part->cmsg_type == SCM_TIMESTAMPNS) {
          struct timespec stamp;
          memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
          time = stamp.tv_sec * 1000000000LL + stamp.tv_nsec;
        } else if (part->cmsg_type == SO_RXQ_OVFL) {
          uint32_t total;
          memcpy(&total, CMSG_DATA(part), 4);
          dropped = total;
        }
      }
      if (time) receivePacket(ntohs(from[at].sin_port), packets[at], messages[at].msg_len, time);
    }
  }
}

static int openSocket(int port) {
  int fd = socket(AF_INET, SOCK_DGRAM, 0), yes = 1, room = 64 << 20;
  setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof yes);
  setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &yes, sizeof yes);
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room)) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(fd, (struct sockaddr *)&own, sizeof own)) {
    perror("bind");
    exit(1);
  }
  return fd;
}

int main(int count, char **words) {
  if (count != 5) return fputs("farEnd PORT LOG WARM_S MEASURE_S\n", stderr), 2;
  int fd = openSocket(atoi(words[1]));
  int log = open(words[2], O_RDONLY | O_CREAT, 0644);
  if (log < 0) return perror(words[2]), 1;
  windowStart = now(CLOCK_REALTIME) + (ns_t)(atof(words[3]) * 1e9);
  windowEnd = windowStart + (ns_t)(atof(words[4]) * 1e9);
  ns_t tick = now(CLOCK_MONOTONIC);
  long ticks = 0, sentBefore = -1;
  double callSum = 0;
  int fewest = PORTS, most = 0;
  for (long slot = 0;; slot++, tick += 1000000) {
    struct timespec due = {tick / 1000000000LL, tick % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR) continue;
    ns_t wall = now(CLOCK_REALTIME);
    if (wall >= windowEnd) break;
    readLog(log);
    if (inWindow(wall)) {
      if (sentBefore < 0) sentBefore = sent;
      addSample(&lateness, (now(CLOCK_MONOTONIC) - tick) / 1e6);
      callSum += activeCalls, ticks++;
      if (activeCalls < fewest) fewest = activeCalls;
      if (activeCalls > most) most = activeCalls;
    }
    sendSlot(fd, slot % TICKS);
    receiveAll(fd, tick + 1000000);
  }
  for (int port = 0; port < PORTS; port++) closeSegment(&calls[port]);
  printf("{\"meanCalls\":%.1f,\"minCalls\":%d,\"maxCalls\":%d,\"sent\":%ld,\"sendFailures\":%ld,\"sendLateP99Ms\":%.2f,", ticks ? callSum / ticks : 0,
         ticks ? fewest : 0, most, sent - (sentBefore < 0 ? 0 : sentBefore), sendFailures, percentile(&lateness, 0.99));
  printf("\"received\":%ld,\"streams\":%ld,\"lost\":%ld,\"reordered\":%ld,\"skipped\":%ld,\"dropped\":%ld,", received, streams, lost, reordered,
         skipped, dropped);
  printf("\"p50Ms\":%.2f,\"p99Ms\":%.2f,\"p999Ms\":%.2f,\"maxMs\":%.2f,", percentile(&deviations, 0.5), percentile(&deviations, 0.99),
         percentile(&deviations, 0.999), percentile(&deviations, 1));
  printf("\"keys\":%ld,\"answered\":%ld,\"replyP50Ms\":%.2f,\"replyP95Ms\":%.2f,\"replyAfterEndP95Ms\":%.2f}\n", keys, answered,
         percentile(&replies, 0.5), percentile(&replies, 0.95), percentile(&repliesAfterEnd, 0.95));
  return 0;
}
